internal import Dialects
package import Speech
package import Timeline

/// Where a relay's results come, where that is not the connection that takes the audio.
///
/// `{{stream}}` and `{{call}}` in a URL or a text are the stream's own names, as in a dialect's templates; `{{id}}` is what the relay calls the session.
package struct ResultsPlace: Sendable, Equatable {
  package enum Way: Sendable, Equatable {
    /// Another WebSocket connection, with what the client says first on it.
    case webSocket(says: [String])
    /// Server-sent events over HTTP (WHATWG HTML §9.2): the data of each is a message.
    case events
    /// An HTTP request every so often: each element of a list that was not there before is a message, of anything else each change.
    case poll(every: Nanoseconds)
  }

  package var way: Way
  package var url: String
  /// Where the session's name stands in what the relay says on the connection of the audio before it gets any.
  package var id: JSONSelector?

  package init(_ way: Way, url: String, id: JSONSelector? = nil) {
    self.way = way
    self.url = url
    self.id = id
  }

  /// Nothing in it is the session's own: whoever listens hears all clients.
  package var isShared: Bool {
    guard case .webSocket(let says) = way else { return !Self.hasPlace(url) }
    return !Self.hasPlace(url) && !says.contains(where: Self.hasPlace)
  }

  /// The same for one session.
  package func filled(stream: String, id: String) -> ResultsPlace {
    var place = self
    let values = ["{{stream}}": stream, "{{call}}": ClientSpeaker.call(of: stream), "{{id}}": id]
    place.url = Self.fill(url, values.mapValues { PercentCoding.encode($0) })
    if case .webSocket(let says) = way { place.way = .webSocket(says: says.map { Self.fill($0, values) }) }
    return place
  }

  /// For people: without the query, where a token may stand.
  package var shown: String { String(url.prefix { $0 != "?" }) }

  static let places = ["{{stream}}", "{{call}}", "{{id}}"]

  static func hasPlace(_ text: String) -> Bool { places.contains { text.contains($0) } }

  /// A place with a name that nothing fills; nil where there is none.
  static func unknownPlace(in text: String) -> String? {
    let rest = places.reduce(text) { $0.replacing($1, with: "") }
    guard let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") else { return nil }
    let name = rest[open.upperBound..<close.lowerBound]
    // Two braces of JSON are no place.
    return !name.isEmpty && name.allSatisfy(\.isLetter) ? "{{\(name)}}" : nil
  }

  private static func fill(_ text: String, _ values: [String: String]) -> String {
    places.reduce(text) { $0.replacing($1, with: values[$1] ?? "") }
  }
}
