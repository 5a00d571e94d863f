extension RequestHead {
  /// Whether the request asks for a WebSocket connection at all.
  package var asksForWebSocket: Bool {
    headers.lists("Upgrade", "websocket") && headers.lists("Connection", "upgrade")
  }
}
