import Testing
import Timeline

/// The first of which something is so, of a row that has all such behind it.
struct PartitionTests {
  @Test(arguments: 0...20) func isWhatALookAtEachFinds(_ count: Int) {
    let row = Array(0..<count)
    for wanted in -1...count {
      #expect(row.partitioningIndex { $0 >= wanted } == row.firstIndex { $0 >= wanted } ?? row.endIndex)
    }
  }

  @Test func indicesAreTheCollectionsOwn() {
    let slice = Array(0..<100)[40..<60]
    #expect(slice.partitioningIndex { $0 >= 50 } == 50)
    #expect(slice.partitioningIndex { $0 >= 0 } == 40)
    #expect(slice.partitioningIndex { $0 >= 60 } == 60)
    #expect((10..<20).partitioningIndex { $0 * 2 > 31 } == 16)
  }

  /// Of equal ones the first.
  @Test func equalOnesStandTogether() {
    #expect([1, 2, 2, 2, 3].partitioningIndex { $0 >= 2 } == 1)
    #expect([1, 2, 2, 2, 3].partitioningIndex { $0 > 2 } == 4)
  }

  @Test(arguments: [1, 2, 1000, 1_000_000]) func looksAtFew(_ count: Int) {
    for wanted in [0, count / 3, count] {
      var asked = 0
      _ = (0..<count).partitioningIndex { element in
        asked += 1
        return element >= wanted
      }
      #expect(asked <= Int.bitWidth - count.leadingZeroBitCount, "\(asked) of \(count)")
    }
  }
}
