"""Units, errors, digests, files, progress and discovery; knows nothing of packages."""
