"""Whether packages and contributed rows keep the contract."""
