"""The sandbox's stream: `exchange.stream`, a WebSocket feed that speaks the specification."""
