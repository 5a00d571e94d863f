import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

/// Several that make, or open, one recording at the same time.
struct OpeningTests {
  @Test func whoComesAtTheSameTimeWaitsItsTurn() throws {
    let folder = try TemporaryFolder()
    let errors = Mutex<[String]>([])
    for round in 0..<25 {
      let path = folder.file("\(round).sqlite")
      let group = DispatchGroup()
      for _ in 0..<8 {
        group.enter()
        Thread.detachNewThread {
          do { try Opening.writer(path, options: WriterOptions()).close() } catch { errors.withLock { $0.append("\(error)") } }
          group.leave()
        }
      }
      group.wait()
    }
    #expect(errors.withLock { $0 } == [])
  }
}
