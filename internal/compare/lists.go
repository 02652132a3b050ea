package compare

// fillLists replaces lists that are nil with empty ones, so that programs find lists in the JSON.
func (r *Report) fillLists() {
	fill(&r.Old.Notes)
	fill(&r.New.Notes)

	p, h, c, f := &r.Pages, &r.Headings, &r.Codes, &r.Files
	fill(&p.Added)
	fill(&p.Changed)
	fill(&p.Moved)
	fill(&p.Retired)
	fill(&p.Lost)
	fill(&h.Added)
	fill(&h.Moved)
	fill(&h.Retired)
	fill(&h.Lost)
	fill(&c.Added)
	fill(&c.Moved)
	fill(&c.Retired)
	fill(&c.Lost)
	fill(&f.Added)
	fill(&f.Moved)
	fill(&f.Retired)
	fill(&f.Lost)
	fill(&f.Removed)
	fill(&f.Sizes)
	fill(&f.Grown)
}

func fill[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}
