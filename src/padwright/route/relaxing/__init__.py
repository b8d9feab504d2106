"""The geometry: lines pushed apart to full clearance, pulled short, and drawn on the grid."""
