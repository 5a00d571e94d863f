internal import Store

/// Why a recording can't be read.
public struct RecordingFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, where, and what to do: one sentence.
  public let description: String

  init(_ error: StoreError) { description = error.text }
}
