import Audio
import FoundationEssentials

extension Fixture {
  private struct Sidecar: Decodable {
    struct Word: Decodable {
      var word: String
      var start: Double
      var end: Double
    }
    var words: [Word]
  }

  /// A spoken clip with its sidecars.
  static func clip(_ name: String) throws -> SpokenClip {
    let file = try WAVFile(parsing: bytes("\(name).wav"))
    let text = String(decoding: try bytes("\(name).txt"), as: UTF8.self)
    let sidecar = try JSONDecoder().decode(Sidecar.self, from: Data(try bytes("\(name).words.json")))
    return SpokenClip(
      name: name, format: file.format, data: file.data, transcript: String(text.dropLast()),
      words: sidecar.words.map { TimedWord(word: $0.word, start: $0.start, end: $0.end) })
  }
}
