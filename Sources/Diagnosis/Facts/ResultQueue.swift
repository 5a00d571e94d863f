internal import Timeline

/// Numbers of results that are alike, in the order of sending; those that were taken leave it when somebody comes by.
struct ResultQueue {
  private var numbers: [Int] = []
  private var front = 0

  /// So many are looked at: more that are alike in words and times, and still do not fit, come from no relay.
  private static let most = 64

  mutating func append(_ number: Int) { numbers.append(number) }

  /// The first that nobody took and that fits.
  mutating func first(_ isTaken: [Bool], _ fits: (Int) -> Bool) -> Int? {
    var looked = 0
    var place = front
    while place < numbers.count, looked < Self.most {
      Work.step()
      let number = numbers[place]
      if isTaken[number] {
        // Those before it, few as they are, close the gap.
        for before in stride(from: place, to: front, by: -1) { numbers[before] = numbers[before - 1] }
        front += 1
      } else {
        if fits(number) { return number }
        looked += 1
      }
      place += 1
    }
    return nil
  }
}
