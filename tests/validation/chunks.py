"""Rows as chunks, without a file."""
