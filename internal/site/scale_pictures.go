package site

import (
	"context"
	"errors"
	"io/fs"

	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
)

// ScalePictures makes the smaller variants of all pictures, and adds them to the articles that show these. It reports
// damaged pictures, with files relative to the content folder. Without a scaler, it only does the latter: for a site
// that fails, variants would take longer than everything else.
//
// The error is ctx.Err(), or that a file cannot be read.
func (s *Site) ScalePictures(
	ctx context.Context, content fs.FS, scaler *picture.Scaler, jobs int,
) ([]problem.Problem, error) {
	errs := make([]error, len(s.Pictures))
	err := parallel.Each(ctx, jobs, len(s.Pictures), func(i int) {
		errs[i] = s.Pictures[i].scale(ctx, content, scaler)
	})
	if err != nil {
		return nil, err
	}

	var problems []problem.Problem
	images := map[string]*markdown.Image{} // by address
	for i, p := range s.Pictures {
		images[p.Path] = p.image
		rejected := new(picture.Error)
		switch {
		case errors.As(errs[i], &rejected):
			problems = append(problems, badPicture(p.File, rejected))
		case errs[i] != nil:
			return nil, errs[i]
		}
	}

	for _, a := range s.showing {
		setImages(a, images)
	}

	return problems, nil
}

// scale makes the variants of a picture.
func (p *Picture) scale(ctx context.Context, content fs.FS, scaler *picture.Scaler) error {
	data, err := fs.ReadFile(content, p.File)
	if err != nil {
		return err
	}

	if scaler == nil {
		return picture.Check(ctx, data)
	}

	p.Variants, err = scaler.Variants(ctx, data)
	for _, v := range p.Variants {
		p.image.Type = v.Type
		p.image.Variants = append(p.image.Variants, markdown.Variant{
			Target: "/" + VariantFolder + v.Name,
			Width:  v.Width,
		})
	}

	return err
}

// setImages stores the variants of the pictures that an article shows.
func setImages(a *library.Article, images map[string]*markdown.Image) {
	sections := new(library.Reader).Links(a)
	for _, link := range allLinks(sections) {
		if image := images[link.Target]; image != nil && link.Image != nil {
			link.Image = image
		}
	}

	a.SetLinks(sections)
}
