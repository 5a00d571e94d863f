/// Ways in which code spoils samples.
enum AudioEdit {
  /// The two bytes of each 16-bit sample, exchanged.
  static func swapped(_ bytes: [UInt8]) -> [UInt8] {
    var swapped = bytes
    for index in stride(from: 0, to: bytes.count - 1, by: 2) { swapped.swapAt(index, index + 1) }
    return swapped
  }

  /// Of each so many samples the first, in place of all of them: a lower rate, and back to the old one, without a filter.
  static func held(_ bytes: [UInt8], width: Int, times: Int) -> [UInt8] {
    guard width > 0, times > 1 else { return bytes }
    var held = bytes
    for index in bytes.indices {
      let sample = index / width
      held[index] = bytes[sample / times * times * width + index % width]
    }
    return held
  }
}
