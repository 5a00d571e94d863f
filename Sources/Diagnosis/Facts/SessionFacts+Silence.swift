internal import Timeline

/// True where a close reason is the service's idle timeout, in its old token or its new sentence.
func namesIdleTimeout(_ reason: String) -> Bool {
  let text = reason.lowercased()
  return text.contains("net0001") || text.contains("net-0001")
}

extension HopFacts {
  /// The last audio, or other message, towards the service before a time.
  func lastSign(before time: Nanoseconds) -> Located<Void>? {
    let audio = self.audio.last { $0.at < time }.map { Located((), event: $0.event, at: $0.at) }
    let control = controls.last { $0.at < time }.map { Located((), event: $0.event, at: $0.at) }
    return [audio, control].compactMap { $0 }.max { $0.at < $1.at }
  }

  /// A Close that names the idle timeout.
  func idleClose(by party: Party) -> Located<Close>? { close(by: party).flatMap { namesIdleTimeout($0.value.reason) ? $0 : nil } }
}

/// A session that the service ended because it heard nothing, in the middle of its audio.
struct IdleEnd {
  /// The service's Close, or the relay's that passes it on.
  var close: Located<HopFacts.Close>
  /// The last thing heard before the silence, on the hop that shows it.
  var last: Located<Void>
  var silence: Nanoseconds
  /// What the client sent into the silence, and the relay did not pass on.
  var unheard: Located<Void>?
}

extension SessionFacts {
  /// The longest time in which the client sent no audio, between two pieces of it.
  var longestSilence: Nanoseconds { zip(client.audio, client.audio.dropFirst()).map { $1.at - $0.at }.max() ?? 0 }

  /// How long nothing had gone either way when the client's connection ended without a Close frame, from two seconds on: what stands on the way
  /// (proxies, load balancers) ends what is idle so. Nil otherwise.
  var idleBeforeBreak: Nanoseconds? {
    guard let ended = relayEnded, ended.value == nil else { return nil }
    let heard: [Nanoseconds?] = [
      client.response?.at, client.audio.last?.at, client.controls.last?.at, client.messages.last?.at, client.pings.last?.at,
      client.pongs.last?.at,
    ]
    guard let last = heard.compactMap({ $0 }).max(), ended.at - last >= .seconds(2) else { return nil }
    return ended.at - last
  }

  /// The sign on the service hop that the audio is over, where it answers the client's stop: one that came only when the client had given up
  /// and left is none.
  var endOnStop: Located<HopFacts.Control>? {
    guard let service, let last = service.audio.last, let end = service.endOfAudio(after: last.at) ?? endBeforeTheRest else { return nil }
    // Finalize flushes and leaves the stream open: where the service then waits until it gives up, nobody has ended it.
    if service.endOfStream() == nil, service.idleClose(by: .service) != nil { return nil }
    guard let stop, let left = clientLeft, left - stop.at > .seconds(1), end.at >= left,
      let before = service.audio.last(where: { $0.at <= left })
    else { return end }
    // A rest of audio that lay in the relay all the while goes out with the end.
    let next = service.audio.first { $0.at > left }?.at ?? end.at
    guard next - before.at > .seconds(1) else { return end }
    return nil
  }

  /// So much at most may lie in the relay until the end lets it go.
  private static let longRest = 0.5

  /// Less audio than this may be too little for a chunk, and wait in the relay for more.
  private static let rest = 0.1

  /// The last audio that went out before the end: a rest that waited in the relay, and goes out together with it or by a timer, does not put the
  /// end off.
  func lastAudio(before end: Located<HopFacts.Control>) -> HopFacts.AudioPiece? {
    guard let service, let rate = arrivingBytesPerSecond else { return service?.audio.last }
    func seconds(_ bytes: Int) -> Double { Double(bytes) / Double(max(1, rate)) }
    let together = end.at - .milliseconds(50)
    let rest = service.audio.filter { $0.at > together && $0.event < end.event }
    guard seconds(rest.reduce(0) { $0 + $1.bytes }) < Self.longRest else { return service.audio.last }
    // Where more than that comes late, the end waited for the audio.
    if let delay = audioDelay(beyond: .seconds(1)), delay.seconds > Self.longRest { return service.audio.last }
    guard let last = service.audio.last(where: { $0.at <= together }) else { return nil }
    var bytes = 0
    let whole = service.audio.last { piece in
      guard piece.at <= together else { return false }
      bytes += piece.bytes
      return seconds(bytes) >= Self.rest
    }
    return whole.map { last.at - $0.at > .milliseconds(500) ? $0 : last } ?? last
  }

  /// The end for good, told behind the client's stop though not all audio was out by then.
  private var endBeforeTheRest: Located<HopFacts.Control>? {
    service?.endOfStream().flatMap { end in stop.flatMap { end.at >= $0.at ? end : nil } }
  }

  /// A client that says nothing at all for so long after it was let in: KeepAlives without audio don't help it.
  private var idleFromTheStart: IdleEnd? {
    guard info.audio != nil, stop == nil else { return nil }
    let hop = service ?? client
    guard let opened = hop.response, let close = hop.idleClose(by: service == nil ? .relay : .service),
      clientLeft.map({ $0 > close.at }) ?? true, close.at - opened.at > .seconds(8)
    else { return nil }
    return IdleEnd(close: close, last: Located((), event: opened.event, at: opened.at), silence: close.at - opened.at, unheard: nil)
  }

  /// Nil where the session did not end so, or where its audio was over: then the end of the stream is the question.
  var idleEnd: IdleEnd? {
    guard !client.audio.isEmpty else { return idleFromTheStart }
    if let service, !service.audio.isEmpty, let close = service.idleClose(by: .service), stop.map({ $0.at > close.at }) ?? true,
      clientLeft.map({ $0 > close.at }) ?? true, relayEnded.map({ $0.at > close.at - .seconds(1) }) ?? true
    {
      guard let last = service.lastSign(before: close.at), close.at - last.at > .seconds(8) else { return nil }
      let unheard = client.lastSign(before: close.at - .seconds(1)).flatMap { $0.at > last.at + travel ? $0 : nil }
      return IdleEnd(close: close, last: last, silence: close.at - last.at, unheard: unheard)
    }
    guard services.isEmpty, let close = client.idleClose(by: .relay), stop.map({ $0.at > close.at }) ?? true,
      let audio = client.audio.last(where: { $0.at < close.at }), close.at - audio.at > .seconds(8)
    else { return nil }
    let unheard = client.controls.last { $0.at > audio.at && $0.at < close.at - .seconds(1) }.map {
      Located((), event: $0.event, at: $0.at)
    }
    return IdleEnd(close: close, last: Located((), event: audio.event, at: audio.at), silence: close.at - audio.at, unheard: unheard)
  }
}
