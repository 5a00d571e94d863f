/// Every habit there is.
package enum HabitTable {
  package static let all: [Habit] =
    AudioHabits.all + ShapeHabits.all + TalkingHabits.all + EndingHabits.all
}
