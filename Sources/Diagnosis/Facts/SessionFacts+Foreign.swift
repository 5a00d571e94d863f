internal import Speech
internal import Timeline

extension SessionFacts {
  /// Messages to the client that name a request which is none of this session's service connections': the service did send them, to somebody
  /// else or over a connection that nobody's audio went through. Empty where no request is known.
  var foreignMessages: Set<Int64> {
    let own = Set(services.flatMap { $0.namedRequests.map(\.value) })
    guard !own.isEmpty else { return [] }
    return Set(client.messages.lazy.filter { $0.value.requestID.map { !own.contains($0) } ?? false }.map(\.event))
  }
}
