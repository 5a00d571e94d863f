internal import Foundation

/// The time on the wall.
enum WallClock {
  static var unixNanoseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1e9) }
}
