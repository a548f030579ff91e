"""What runs on GitHub and before a commit: against the published schemas, and on a repository with a bad row."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import diplopack

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / ".github" / "actions" / "validate-rows" / "action.yml"
HEADER = "event_date,actor_code,target_code,event_code,source_url,quote,contributor,note\n"
GOOD = "2021-03-18,CHN,USA,040,https://example.org/a,The two sides met.,Ada,\n"
BAD = GOOD.replace("CHN", "CHNGVO")


@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-workflows", WORKFLOWS), ("vendor.github-actions", [ACTION])]
)
def test_files_keep_githubs_schema(schema: str, files: list[Path]) -> None:
    assert files
    subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files], check=True)


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION], ids=lambda file: file.stem)
def test_actions_of_others_are_pinned_by_digest(file: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", file.read_text("utf-8"))
    for action, comment in used:
        local = action.startswith("./") and (ROOT / action / "action.yml").is_file()
        assert local or (re.search(r"@[0-9a-f]{40}\Z", action) and re.fullmatch(r" # v[0-9.]+(?: .*)?", comment)), (
            action
        )


@pytest.mark.parametrize("file", [file for file in WORKFLOWS if file.stem != "release"], ids=lambda file: file.stem)
def test_workflows_read_only_and_know_no_secret(file: Path) -> None:
    text = file.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert all("permissions" not in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION], ids=lambda file: file.stem)
def test_nothing_that_a_stranger_names_is_put_into_a_script(file: Path) -> None:
    assert not [run for run in _find_all(yaml.safe_load(file.read_text("utf-8")), "run") if "${{" in run]


def test_a_release_is_verified_before_anything_may_be_written() -> None:
    """Code of the repository and of PyPI runs in the job that may only read; the other runs none."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {}
    assert build["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"attestations": "write", "contents": "write", "id-token": "write"}
    assert publish["needs"] == "build"
    assert not [run for run in _find_all(publish, "run") if re.search(r"\b(?:pip|python|diplopack) ", run)]
    runs = "\n".join(_find_all(build, "run"))
    order = ["diplopack build", "diplopack release", "--check-reproducible", "diplopack verify", "sha256sum --check"]
    assert [step for step in order if step not in runs] == []
    assert runs.index("diplopack release") < runs.index("diplopack verify")
    assert "--draft" in "\n".join(_find_all(publish, "run"))


@pytest.mark.parametrize(
    ("tag", "released", "fetched"),
    [
        ("v1.0.0", [], None),
        ("v1.0.0", ["v1.1.0"], None),
        ("v1.10.0", ["v1.9.0", "v1.2.0", "v2.0.0", "nightly"], "v1.9.0"),
        ("v1.2.0", ["v1.2.0", "v1.1.9", "v1.1.10"], "v1.1.10"),
    ],
)
def test_a_release_is_compared_with_the_one_before(
    tmp_path: Path, tag: str, released: list[str], fetched: str | None
) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
    (script,) = [run for run in _find_all(workflow, "run") if "gh release list" in run]
    gh = tmp_path / "gh"
    (tmp_path / "released").write_text("".join(f"{name}\n" for name in released))
    gh.write_text('#!/bin/sh\nif [ "$2" = list ]; then cat released; else echo "$3" > got; fi\n')
    gh.chmod(0o755)
    environment = {**os.environ, "TAG": tag, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    got = tmp_path / "got"
    assert (got.read_text().strip() if got.exists() else None) == fetched


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a bad row that was there before, and `diplopack` on the path."""
    command = tmp_path / "bin" / "diplopack"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m diplopack "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", str(Path(diplopack.__file__).parents[1]))
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "repository"
    (folder / "seeds" / "contributed").mkdir(parents=True)
    shutil.copy(ROOT / ".pre-commit-config.yaml", folder)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "config", "user.name", "Ada")
    _git(folder, "config", "user.email", "ada@example.org")
    _commit(folder, "old.csv", HEADER + BAD)
    return folder


def test_action_marks_the_fault_and_leaves_what_did_not_change(repository: Path) -> None:
    _commit(repository, "-new; exit 0.csv", HEADER + GOOD + BAD)
    done = _run_action(repository)
    assert done.returncode != 0
    (annotation,) = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert "file=seeds/contributed/-new; exit 0.csv,line=3," in annotation
    assert "CHNGOV" in annotation
    assert "old.csv" not in done.stdout
    assert "CHNGOV" in (repository / "summary.md").read_text("utf-8")


def test_action_passes_a_valid_row(repository: Path) -> None:
    _commit(repository, "new.csv", HEADER + GOOD)
    done = _run_action(repository)
    assert (done.returncode, "::error" in done.stdout) == (0, False), done.stdout


@pytest.mark.parametrize("name", ["README.md", "../elsewhere.csv"])
def test_action_has_nothing_to_do_where_no_rows_changed(repository: Path, name: str) -> None:
    _commit(repository, name, "words")
    done = _run_action(repository)
    assert (done.returncode, done.stdout) == (0, "No contributed rows changed.\n")


def test_action_fails_where_it_cannot_tell_what_changed(repository: Path) -> None:
    assert _run_action(repository, base="no-such-commit").returncode != 0


@pytest.mark.parametrize(("row", "status"), [(GOOD, 0), (BAD, 1)])
def test_pre_commit_hook(repository: Path, row: str, status: int) -> None:
    _commit(repository, "new.csv", HEADER + row)
    command = [sys.executable, "-m", "pre_commit", "run", "--files", "seeds/contributed/new.csv"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(repository / ".cache")}
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "CHNGOV" in done.stdout) == (status, bool(status)), done.stdout + done.stderr


def _run_action(folder: Path, base: str = "HEAD^1") -> subprocess.CompletedProcess[str]:
    script = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"][-1]["run"]
    environment = {
        **os.environ,
        "FOLDER": "seeds/contributed",
        "BASE": base,
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def _commit(folder: Path, name: str, text: str) -> None:
    (folder / "seeds" / "contributed" / name).write_text(text, encoding="utf-8")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "--message", name)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def _find_all(node: Any, key: str) -> list[str]:  # noqa: ANN401  (whatever YAML holds)
    if isinstance(node, dict):
        own = [node[key]] if isinstance(node.get(key), str) else []
        return own + [found for value in node.values() for found in _find_all(value, key)]
    return [found for value in node for found in _find_all(value, key)] if isinstance(node, list) else []
