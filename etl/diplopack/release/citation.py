"""How a release is cited: CITATION.cff and .zenodo.json, which say the same."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.release.facts import Facts


def citation_cff(facts: Facts) -> str:
    """The text of ``CITATION.cff``, in Citation File Format 1.2.0."""
    import yaml

    citation = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": facts.descriptor["title"],
        "abstract": facts.descriptor["description"],
        "authors": [{"name": name} for name in facts.creators],
        "version": facts.version,
        "date-released": facts.date,
        "license": facts.license["name"],
        "license-url": facts.license["path"],
        "keywords": facts.descriptor["keywords"],
    }
    return yaml.safe_dump(citation, allow_unicode=True, sort_keys=False, width=120)


def zenodo_json(facts: Facts) -> str:
    """The text of ``.zenodo.json``, from which Zenodo fills in the record of a deposit."""
    deposit = {
        "upload_type": "dataset",
        "title": facts.descriptor["title"],
        "description": f"<p>{html.escape(facts.descriptor['description'], quote=False)}</p>",
        "creators": [{"name": name} for name in facts.creators],
        "contributors": [{"name": name, "type": "DataCollector"} for name in facts.helpers],
        "version": facts.version,
        "publication_date": facts.date.isoformat(),
        "access_right": "open",
        "license": facts.license["name"].lower(),  # the names of Zenodo are those of SPDX in small letters
        "notes": html.escape(facts.descriptor["rights"], quote=False),
        "keywords": facts.descriptor["keywords"],
        "language": "eng",
        "related_identifiers": [
            {"identifier": source["path"], "relation": "isDerivedFrom", "scheme": "url"}
            for source in facts.descriptor["sources"]
            if "path" in source
        ],
    }
    filled = {name: value for name, value in deposit.items() if value != []}
    return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"


def citation(facts: Facts) -> str:
    """One line that cites the release."""
    authors = "; ".join(facts.creators)
    return f"{authors} ({facts.date.year}). {facts.descriptor['title']} (version {facts.version}) [Data set]."
