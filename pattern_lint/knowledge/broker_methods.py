"""Methods of synchronous broker clients that ask the broker; the ones that code bases use."""

from __future__ import annotations

KITE = frozenset(
    (
        "basket_order_margins cancel_gtt cancel_mf_order cancel_order convert_position delete_gtt exit_order "
        "generate_session get_gtt get_gtts historical_data holdings instruments invalidate_access_token ltp margins "
        "mf_holdings mf_instruments mf_orders modify_gtt modify_order ohlc order_history order_margins order_trades "
        "orders place_gtt place_mf_order place_order positions profile quote renew_access_token trades trigger_range"
    ).split()
)
ALPACA = frozenset(
    (
        "cancel_all_orders cancel_order close_all_positions close_position get_account get_asset get_bars get_calendar "
        "get_clock get_latest_quote get_latest_trade get_order get_position list_assets list_orders list_positions "
        "replace_order submit_order"
    ).split()
)
BINANCE = frozenset(
    (
        "cancel_order create_order futures_account futures_create_order get_account get_all_orders get_all_tickers "
        "get_asset_balance get_exchange_info get_historical_klines get_klines get_open_orders get_order "
        "get_order_book get_symbol_ticker order_limit_buy order_limit_sell order_market_buy order_market_sell"
    ).split()
)
