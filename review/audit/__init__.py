"""The record of who did what: appended in the transaction of the effect, chained, sealed, and checked offline."""
