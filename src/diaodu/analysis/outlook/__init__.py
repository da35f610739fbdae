"""Outlook: forecasts with grounds, for the province's areas and for any panel.

Of a quarter's processed tables: `of_run`. On a panel of your own: `forecast`, `backtest`,
`intervals`, `recalibrate` (docs/outlook.md).
"""

from diaodu.analysis.outlook.backtesting import Backtest, backtest
from diaodu.analysis.outlook.correcting import intervals, recalibrate
from diaodu.analysis.outlook.forecasting import forecast
from diaodu.analysis.outlook.quarter import Outlook, of_run

__all__ = ["Backtest", "Outlook", "backtest", "forecast", "intervals", "of_run", "recalibrate"]
