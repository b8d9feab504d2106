"""Elements that several claims share, by what they speak of, in our own words."""
