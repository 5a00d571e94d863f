internal import Timeline

extension SessionFacts {
  /// A relay that lags less passes things on as they come.
  private static let lagging = Nanoseconds.milliseconds(300)

  /// The last of the service's results that the relay had passed on when its client gave up, where it was still working through what had come long
  /// before: what the service said after it had not had its turn. Nil where nothing waited.
  var backlog: ResultFlow.Pair? {
    guard relayEnded == nil, let last = flow.pairs.last, last.delay > Self.lagging + travel * 3 / 2 else { return nil }
    return listenedUntil - last.client.at < max(.seconds(2), last.delay) ? last : nil
  }
}
