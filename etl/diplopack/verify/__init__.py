"""`diplopack verify`: whether a package or a release is what was published, check by check."""

from diplopack.verify.verification import Check, Verification, verify

__all__ = ["Check", "Verification", "verify"]
