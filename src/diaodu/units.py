"""Units of measure by their ids, as processed tables and the catalog name them."""

from __future__ import annotations

# id -> factor to the base unit of its dimension; only amounts of money and of power are converted.
MONEY_IN_YUAN = {"yuan": 1.0, "10k_yuan": 1e4, "million_yuan": 1e6, "100m_yuan": 1e8}
ENERGY_IN_KWH = {"kwh": 1.0, "10k_kwh": 1e4, "100m_kwh": 1e8}
UNITS = (
    "percent",
    "percentage_point",
    *MONEY_IN_YUAN,
    *ENERGY_IN_KWH,
    "projects",
    "enterprises",
    "people",
    "cases",
    "problems",
    "cities",
    "colours",
)


def convert(value: float, unit: str, into: str) -> float:
    """Express an amount of money, or of electric power used, in another unit of its kind.

    Raises ValueError where the two units do not measure the same thing: a rate never becomes a
    level, and a count never becomes an amount.
    """
    if unit == into:
        return value
    for factors in (MONEY_IN_YUAN, ENERGY_IN_KWH):
        if unit in factors and into in factors:
            return value * factors[unit] / factors[into]
    raise ValueError(f"cannot express {unit} in {into}")
