package search

// maxDistanceLength limits the words that distance compares. It is more than maxWordLength.
const maxDistanceLength = 64

// distance returns the number of typos between a and b: letters that are missing, added, replaced, or swapped with
// their neighbour (optimal string alignment). Above limit, it returns limit+1.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}

	if len(a) >= maxDistanceLength || len(b) >= maxDistanceLength {
		return limit + 1
	}

	var rows [3][maxDistanceLength]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}

	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		if fillDistances(row, above, twoAbove, a[:i], b) > limit {
			return limit + 1
		}
	}

	return rows[len(a)%3][len(b)]
}

// fillDistances computes the distances between a and all prefixes of b from the rows of the two prefixes of a that are
// one and two letters shorter. It returns the smallest distance.
func fillDistances(row, above, twoAbove *[maxDistanceLength]int, a, b []rune) int {
	i := len(a)
	row[0] = i
	smallest := i

	for j := 1; j <= len(b); j++ {
		isSame := a[i-1] == b[j-1]
		isSwapped := i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1]

		replaced := above[j-1] + 1
		if isSame {
			replaced = above[j-1]
		}

		d := min(above[j]+1, row[j-1]+1, replaced)
		if isSwapped {
			d = min(d, twoAbove[j-2]+1)
		}

		row[j] = d
		smallest = min(smallest, d)
	}

	return smallest
}
