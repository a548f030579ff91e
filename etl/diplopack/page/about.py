"""What the page says of the package and not of single events: its files, and the codes with how often each comes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Mapping


def listed_files(counts: Mapping[str, int], descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of the package in the order of its tables.

    Args:
        counts: the number of rows of each data table.
        descriptor: as for `diplopack.page.render`.

    Returns:
        For each table its title, description, rows and files; of a table in parts, the folder that they lie in,
        their size together, and their number.
    """
    rows = {**counts, **{name: contract.codebook(name).num_rows for name in contract.CODEBOOKS}}
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in contract.PUBLISHED_TABLES}
    for resource in descriptor["resources"]:
        file = contract.table_file(resource["path"])
        if file is None:
            continue
        path = resource["path"] if file.part is None else f"{file.table}/"
        # A Parquet file's size has another name, see `diplopack.load.package.file_facts`.
        size = resource.get("bytes", resource.get("byteSize"))
        listed = found[file.table].setdefault(path, {"path": path, "bytes": 0})
        listed["bytes"] += size
        if file.part is not None:
            listed["parts"] = listed.get("parts", 0) + 1
    return [
        {**contract.table_facts(name), "rows": rows[name], "files": list(files.values())}
        for name, files in found.items()
    ]


def codebooks(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, list[Any]]]:
    """The codes with their labels, and how many events have them.

    Args:
        counts: how many events have each `event_code`, each `actor_code` and each `target_code`.
    """
    acts = contract.codebook("event_codes")
    countries, roles, organizations = (contract.codebook(name) for name in ("countries", "roles", "organizations"))
    codes = counts["event_code"]
    found: dict[str, dict[str, list[Any]]] = {
        "event_codes": {
            "code": acts["event_code"].to_pylist(),
            "label": acts["label"].to_pylist(),
            "quad_class": acts["quad_class"].to_pylist(),
            "goldstein_scale": acts["goldstein_scale"].to_pylist(),
            "events": [codes[code] for code in acts["event_code"].to_pylist()],
        }
    }
    lists = {
        "countries": (countries["country"], countries["name"]),
        "roles": (roles["role"], roles["label"]),
        "organizations": (organizations["organization"], organizations["name"]),
    }
    sides = {side: _parts(counts[f"{side}_code"]) for side in ("actor", "target")}
    for name, (keys, labels) in lists.items():
        found[name] = {"code": keys.to_pylist(), "label": labels.to_pylist()}
        for side, named in sides.items():
            found[name][side] = [named[name][code] for code in found[name]["code"]]
    return found


def _parts(codes: Counter[str]) -> dict[str, Counter[str]]:
    """How many of some actor codes name each country, role and organization."""
    from diplopack.validation.actor_codes import split

    found: dict[str, Counter[str]] = {name: Counter() for name in ("countries", "roles", "organizations")}
    for code, count in codes.items():
        parts = split(code)
        if parts is None:
            continue
        named = {"countries": [parts.country], "organizations": [parts.organization], "roles": set(parts.roles)}
        for name, keys in named.items():
            for key in keys:
                if key is not None:
                    found[name][key] += count
    return found
