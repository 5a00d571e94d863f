internal import Audio
package import Dialects
internal import Timeline

extension Profile {
  /// Speaks a dialect from now on: with the audio and the stop that are usual in it.
  package mutating func speak(_ dialect: Dialect) {
    self.dialect = dialect == DialectCatalogue.named(Dialect.binary.name) ? nil : dialect
    if let usual = dialect.usual {
      audio.encoding = usual.encoding
      audio.sampleRate = usual.sampleRate
      audio.channels = usual.channels
      chunkSamples = usual.chunkSamples
    }
    if let text = dialect.stopText { stop = .text(text) }
    if dialect.hangsUp { stop = .close }
  }

  /// Where its client dials: the relay's URL, with the dialect's own path and query where it has none, and the profile's query behind them.
  package func address(of relay: String) throws(WebSocketURL.Fault) -> WebSocketURL {
    var url = try WebSocketURL(parsing: relay)
    if url.target == "/", let own = dialect?.target { url.target = own }
    return url.adding(query)
  }
}
