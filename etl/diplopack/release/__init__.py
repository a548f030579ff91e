"""A release: what people download, check, cite and compare, made of a package."""
