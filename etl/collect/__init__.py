"""Bytes in: the only place where files and the network are read."""
