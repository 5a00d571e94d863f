internal import Timeline

/// What is to happen, by time; of the same time, first come, first served. A binary heap.
struct EventQueue<Element> {
  private struct Entry {
    var at: Nanoseconds
    var order: UInt64
    var element: Element

    func precedes(_ other: Entry) -> Bool { at == other.at ? order < other.order : at < other.at }
  }

  private var heap: [Entry] = []
  private var nextOrder: UInt64 = 0

  var isEmpty: Bool { heap.isEmpty }

  mutating func push(_ element: Element, at time: Nanoseconds) {
    heap.append(Entry(at: time, order: nextOrder, element: element))
    nextOrder += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (at: Nanoseconds, element: Element)? {
    guard !heap.isEmpty else { return nil }
    heap.swapAt(0, heap.count - 1)
    let entry = heap.removeLast()
    var parent = 0
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[first]) { first = child }
      guard first != parent else { break }
      heap.swapAt(parent, first)
      parent = first
    }
    return (entry.at, entry.element)
  }
}
