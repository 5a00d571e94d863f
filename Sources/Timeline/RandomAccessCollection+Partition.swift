extension RandomAccessCollection {
  /// The index of the first element for which something is so, where it is so for all behind it too; `endIndex` where it is so for none.
  ///
  /// Asks of as many elements as the count has binary digits.
  @inlinable package func partitioningIndex(where isSo: (Element) throws -> Bool) rethrows -> Index {
    var (low, length) = (startIndex, count)
    while length > 0 {
      let middle = index(low, offsetBy: length / 2)
      if try isSo(self[middle]) {
        length /= 2
      } else {
        low = index(after: middle)
        length -= length / 2 + 1
      }
    }
    return low
  }
}
