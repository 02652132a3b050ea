package picture

import (
	"context"
	"image"
	"image/draw"
)

// one is 1.0 as a fixed-point number. Floating-point rounding differs between processors (arm64 fuses
// multiply and add), but a picture must result in the same bytes on each.
const one = 1 << 16

// rowBits is the number of fractional bits in intermediate rows.
const rowBits = 8

// kernel lists the weights of consecutive source pixels, from first, for one target pixel. They add up to one.
type kernel struct {
	first   int
	weights []int64
}

// resample scales a picture down with a Catmull-Rom filter. It returns ctx.Err() if ctx is cancelled.
func resample(ctx context.Context, img image.Image, width, height int) (*image.RGBA, error) {
	rows, err := narrowRows(ctx, img, width)
	if err != nil {
		return nil, err
	}

	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for y, k := range kernels(img.Bounds().Dy(), height) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		for x := range width {
			pixel := small.Pix[small.PixOffset(x, y):][:4:4]
			column := rows[(k.first*width+x)*4:]
			blend(pixel, column, width*4, k)
		}
	}

	return small, nil
}

// narrowRows returns all rows of a picture, scaled to the target width.
func narrowRows(ctx context.Context, img image.Image, width int) ([]int32, error) {
	from := img.Bounds()
	horizontal := kernels(from.Dx(), width)
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	rows := make([]int32, 0, from.Dy()*width*4)

	for y := range from.Dy() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		draw.Draw(row, row.Rect, img, image.Pt(from.Min.X, from.Min.Y+y), draw.Src)
		rows = appendRow(rows, row.Pix, horizontal)
	}

	return rows, nil
}

func appendRow(rows []int32, pixels []uint8, horizontal []kernel) []int32 {
	for _, k := range horizontal {
		var sum [4]int64
		for i, weight := range k.weights {
			pixel := pixels[(k.first+i)*4:][:4:4]
			for c := range sum {
				sum[c] += weight * int64(pixel[c])
			}
		}

		for c := range sum {
			rows = append(rows, int32(sum[c]>>(16-rowBits)))
		}
	}

	return rows
}

// blend computes one pixel from a column of rows. Colours are premultiplied, so that none may exceed the alpha value.
func blend(pixel []uint8, column []int32, stride int, k kernel) {
	var sum [4]int64
	for i, weight := range k.weights {
		for c, value := range column[i*stride:][:4:4] {
			sum[c] += weight * int64(value)
		}
	}

	const alpha = 3
	limit := int64(255)
	for c := alpha; c >= 0; c-- {
		rounded := (sum[c] + one<<(rowBits-1)) >> (16 + rowBits)
		value := max(0, min(rounded, limit))
		if c == alpha {
			limit = value
		}

		pixel[c] = uint8(value)
	}
}

// kernels returns a kernel for each of n target pixels. Positions are multiplied by 2*n to keep them whole:
// the centre of source pixel x is at (2x+1)*n.
func kernels(sourceLen, n int) []kernel {
	list := make([]kernel, n)
	for i := range list {
		centre := (2*i + 1) * sourceLen
		k := kernel{first: max(0, (centre/n-5*sourceLen/n)/2)}
		var sum int64

		for x := k.first; x < sourceLen && (2*x+1)*n < centre+4*sourceLen; x++ {
			distance := centre - (2*x+1)*n
			weight := catmullRom(int64(max(distance, -distance)) * one / int64(2*sourceLen))
			k.weights = append(k.weights, weight)
			sum += weight
		}

		list[i] = k.normalise(sum)
	}

	return list
}

// normalise scales the weights so that they add up to one. The middle weight absorbs rounding errors.
func (k kernel) normalise(sum int64) kernel {
	rest := int64(one)
	for i := range k.weights {
		k.weights[i] = k.weights[i] * one / sum
		rest -= k.weights[i]
	}

	k.weights[len(k.weights)/2] += rest

	return k
}

// catmullRom returns the weight of a pixel at distance t.
func catmullRom(t int64) int64 {
	switch {
	case t < one:
		return (3*t-5*one)*t/(2*one)*t/one + one
	case t < 2*one:
		return ((5*one-t)*t/(2*one)-4*one)*t/one + 2*one
	}

	return 0
}
