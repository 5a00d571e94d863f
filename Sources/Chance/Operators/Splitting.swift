internal import Wire

/// One message becomes two: in the middle, or in the midst of a sample.
enum Splitting {
  static func deed(_ subject: MessageClass, _ variant: Int) -> any Deed {
    let inSample = subject == .audio && variant % 2 == 0
    return Replacing { message, _ in
      let bytes = message.payload
      let half = bytes.count / 4 * 2 + (inSample ? 1 : 0)
      return [Array(bytes[..<min(half, bytes.count)]), Array(bytes[min(half, bytes.count)...])].filter { !$0.isEmpty }.map {
        if case .text = message { Parcel(message: .text($0)) } else { Parcel(message: .binary($0)) }
      }
    }
  }
}
