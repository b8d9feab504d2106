"""The passives, one file each."""
