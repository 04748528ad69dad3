"""Xiaoer: a customer-service assistant for Chinese online shops."""
