/// Elements in the order in which they happened: an array, whose readers are counted in debug builds.
///
/// Whatever a recording can hold a million of is kept in one. What is filtered out of it is one again, so that a loop inside a loop shows as what it
/// is: `Work` counts each element that is looked at, and a test holds the sum to grow with the recording and no faster.
package struct Series<Element> {
  @usableFromInline var elements: [Element]

  @inlinable package init() { elements = [] }
  @inlinable package init(_ elements: [Element]) { self.elements = elements }
  @inlinable package init(_ elements: some Sequence<Element>) { self.elements = Array(elements) }
}

extension Series: Sendable where Element: Sendable {}
extension Series: Equatable where Element: Equatable {}

extension Series: ExpressibleByArrayLiteral {
  @inlinable package init(arrayLiteral elements: Element...) { self.elements = elements }
}

extension Series: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  /// Hands the elements out one by one, and counts them.
  package struct Iterator: IteratorProtocol {
    @usableFromInline var base: IndexingIterator<[Element]>
    #if DEBUG
      @usableFromInline let work = Work.counter
    #endif

    @inlinable init(_ elements: [Element]) { base = elements.makeIterator() }

    @inlinable
    package mutating func next() -> Element? {
      #if DEBUG
        work?.add(1)
      #endif
      return base.next()
    }
  }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { elements.count }
  // Those of the standard library go through a range of indices for each step.
  @inlinable package func index(after position: Int) -> Int { position + 1 }
  @inlinable package func index(before position: Int) -> Int { position - 1 }
  @inlinable package func formIndex(after position: inout Int) { position += 1 }
  @inlinable package func formIndex(before position: inout Int) { position -= 1 }
  @inlinable package func index(_ position: Int, offsetBy distance: Int) -> Int { position + distance }
  @inlinable package func distance(from start: Int, to end: Int) -> Int { end - start }
  @inlinable package func makeIterator() -> Iterator { Iterator(elements) }

  @inlinable
  package subscript(position: Int) -> Element {
    get {
      #if DEBUG
        Work.step()
      #endif
      return elements[position]
    }
    set { elements[position] = newValue }
    _modify { yield &elements[position] }
  }

  @inlinable package mutating func append(_ element: Element) { elements.append(element) }
  @inlinable package mutating func append(contentsOf others: some Sequence<Element>) { elements.append(contentsOf: others) }
  @inlinable package mutating func reserveCapacity(_ capacity: Int) { elements.reserveCapacity(capacity) }

  @inlinable
  package mutating func replaceSubrange(_ range: Range<Int>, with others: some Collection<Element>) {
    elements.replaceSubrange(range, with: others)
  }
}
