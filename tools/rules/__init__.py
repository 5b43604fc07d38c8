"""The rules that tools/check applies: each is a function from a Tree to its findings."""
