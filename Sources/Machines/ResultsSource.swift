package import Timeline
internal import Wire

/// Where a client listens for results besides the connection that it dialled.
package struct ResultsSource: Sendable, Equatable {
  package enum Way: Sendable, Equatable {
    case webSocket
    /// Server-sent events over HTTP: the data of each is a text message.
    case events
    /// Asked for over HTTP every so often.
    case poll(every: Nanoseconds)
  }

  package var way: Way
  /// With its scheme: the relay's own host, or another.
  package var url: String
  package var headers: [HeaderField]

  package init(_ way: Way, url: String, headers: [HeaderField] = []) {
    self.way = way
    self.url = url
    self.headers = headers
  }
}
