/// What is left of a header's value that carries a credential.
enum RedactionHeader {
  /// `Token [redacted]`: the scheme says something, what follows must not. A scheme alone, or nothing, stays: the missing key is the finding.
  static func credential(_ value: [UInt8]) -> [UInt8] {
    let (start, end) = trimmed(value[...])
    guard start < end else { return value }
    let space = value[start..<end].firstIndex { $0 == 0x20 || $0 == 0x09 }
    let word = String(decoding: value[start..<(space ?? end)], as: UTF8.self)
    if RedactionNames.isScheme(word) {
      guard let space, let secret = value[space..<end].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return value }
      return value[..<secret] + Redactor.mark + value[end...]
    }
    return whole(value)
  }

  /// Nothing but the white space around it.
  static func whole(_ value: [UInt8]) -> [UInt8] {
    let (start, end) = trimmed(value[...])
    return start < end ? value[..<start] + Redactor.mark + value[end...] : value
  }

  /// The names of protocols stay, keys go: `token, [redacted]`, `access_token.[redacted]`.
  ///
  /// `announced` says that the item before, maybe of an earlier line, was a word like `token`.
  static func subprotocols(_ value: [UInt8], announced: inout Bool) -> [UInt8] {
    var result: [UInt8] = []
    var first = true
    for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      if !first { result.append(UInt8(ascii: ",")) }
      first = false
      let (start, end) = trimmed(part)
      guard start < end else {
        result += part
        continue
      }
      result += part[..<start]
      let item = String(decoding: part[start..<end], as: UTF8.self)
      if announced {
        result += Redactor.mark
        announced = false
      } else {
        result += Array(subprotocol(item).utf8)
        announced = RedactionNames.announcesSecret(subprotocol: item)
      }
      result += part[end...]
    }
    return result
  }

  private static func subprotocol(_ item: String) -> String {
    let secret = secret(ofSubprotocol: item)
    return String(item.dropLast(secret.count)) + (secret.isEmpty ? "" : Redactor.markText)
  }

  /// The end of a subprotocol that is a key and no name: all of it, what stands behind `access_token.`, or nothing.
  static func secret(ofSubprotocol item: String) -> Substring {
    if RedactionNames.announcesSecret(subprotocol: item) { return "" }
    // The last word that announces a secret, with what separates it: `openai-insecure-api-key.`
    let lowercased = item.lowercased()
    var word = ""
    var length = 0
    for character in lowercased {
      length += 1
      if character == "." || character == ":" || character == "=" {
        if ["token", "key", "bearer", "jwt", "auth", "authorization", "secret"].contains(where: { word.hasSuffix($0) }) {
          return item.dropFirst(length)
        }
        word = ""
      } else {
        word.append(character)
      }
    }
    return RedactionNames.looksLikeProtocol(item) ? "" : item[...]
  }

  private static func trimmed(_ value: ArraySlice<UInt8>) -> (start: Int, end: Int) {
    let start = value.firstIndex { $0 > 0x20 } ?? value.endIndex
    let end = (value.lastIndex { $0 > 0x20 }).map { $0 + 1 } ?? start
    return (start, max(start, end))
  }
}
