"""Outlook: forecasts with grounds, for the province's areas and for any panel.

On a panel of your own: `forecast`, `backtest`, `intervals`, `recalibrate` (docs/outlook.md).
"""

from diaodu.analysis.outlook.backtesting import Backtest, backtest
from diaodu.analysis.outlook.correcting import intervals, recalibrate
from diaodu.analysis.outlook.forecasting import forecast

__all__ = ["Backtest", "backtest", "forecast", "intervals", "recalibrate"]
