/// What a one-shot endpoint answered, read for its words: a relay's, in whatever shape it gives them.
package struct OneShotReading: Sendable, Equatable {
  /// The words; nil where no shape fits. May be empty: nothing was heard.
  package var transcript: String?
  /// The shape that was taken: `prerecorded`, or one of a live message.
  package var shape: String?

  /// - Parameters:
  ///   - body: Of an answer with a status of success.
  ///   - messages: The profile's `messages`, for answers in the shape of its live ones.
  package init(_ body: [UInt8], messages: MessagesSetting = .auto) {
    if let json = try? JSONValue(parsing: body), let words = Self.prerecorded(json) {
      transcript = words
      shape = "prerecorded"
      return
    }
    var reader = MessageReader(setting: messages)
    let read = reader.read(body, isText: true)
    guard case .result(let result) = read.kind else { return }
    transcript = result.text
    shape = read.shape.rawValue
  }

  /// The service's own answer to a recording, or one that passes it on in a wrapper: the best reading of each channel.
  private static func prerecorded(_ json: JSONValue, wrapping: Int = 0) -> String? {
    if let channels = json["results"]?["channels"]?.array ?? json["channels"]?.array {
      let words = channels.compactMap { $0["alternatives"]?.array?.first?["transcript"]?.string }
      return words.isEmpty ? nil : words.filter { !$0.isEmpty }.joined(separator: " ")
    }
    guard wrapping < 3, let members = json.object else { return nil }
    return members.sorted { $0.key < $1.key }.lazy.compactMap { prerecorded($0.value, wrapping: wrapping + 1) }.first
  }
}
