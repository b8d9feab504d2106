"""Where the tests draw passives: the shipped technology on its second level."""

from functools import cache

from padwright.devices.device import Site
from padwright.devices.surroundings import surroundings
from padwright.readers.technology_file import load_technology


@cache
def technology():
    return load_technology("a1-flat")


@cache
def site(level=1):
    return Site(technology().rules, level, surroundings(technology()))
