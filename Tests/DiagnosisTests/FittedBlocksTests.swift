import Testing

@testable import Diagnosis

/// Which blocks of what arrived stand where in what was sent, silence among them.
struct FittedBlocksTests {
  /// Both told block by block, by one value each: 0 is silence.
  private static func runs(_ sent: [Int], _ arrived: [Int], lags: [Int?]) -> [ByteAlignment.Run] {
    var fitted = FittedBlocks()
    for (place, lag) in lags.enumerated() {
      fitted.add(place..<place + 1, isAudible: arrived[place] != 0, at: lag) { lag, range in
        let from = range.lowerBound + lag
        return sent.indices.contains(from) && sent[from] == arrived[range.lowerBound]
      }
    }
    return fitted.runs
  }

  @Test func thePauseBehindALostPieceIsNoneOfItsOwnQuietParts() {
    let runs = Self.runs([1, 2, 3, 0, 4, 0, 0, 0, 0, 5], [1, 2, 0, 0, 0, 5], lags: [0, 0, nil, 0, nil, 4])
    #expect(runs == [.init(from: 0, at: 0, length: 2), .init(from: 6, at: 2, length: 4)])
  }

  @Test func aPauseThatIsShortIsSoAtItsEnd() {
    let runs = Self.runs([1, 0, 0, 0, 5], [1, 0, 5], lags: [0, 0, 2])
    #expect(runs == [.init(from: 0, at: 0, length: 2), .init(from: 4, at: 2, length: 1)])
  }

  @Test func whatWasNotFoundIsSoughtWhereTheNextStands() {
    let runs = Self.runs([1, 2, 3, 4, 5, 6], [1, 4, 5, 6], lags: [0, nil, nil, 2])
    #expect(runs == [.init(from: 0, at: 0, length: 1), .init(from: 3, at: 1, length: 3)])
  }

  @Test func whatIsNowhereStaysSo() {
    #expect(Self.runs([1, 2], [1, 9, 2], lags: [0, nil, -1]).map(\.length) == [1, 1])
  }
}
