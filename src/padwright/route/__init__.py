"""The wiring: from lands and nets to clean lines and vias; what did not fit is data."""
