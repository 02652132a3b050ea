package render

import (
	"strconv"
	"strings"
	"time"

	"signpost/internal/markdown"
)

// themeStrings is strings.yaml: all text of the theme. Layouts use it as .Text. A comment behind a field lists the
// placeholders of the string.
type themeStrings struct {
	Name       string          `yaml:"name"` // the name of the language
	Languages  string          `yaml:"languages"`
	Skip       string          `yaml:"skip"`
	Home       string          `yaml:"home"`
	Breadcrumb string          `yaml:"breadcrumb"`
	Contents   string          `yaml:"contents"`
	Title      string          `yaml:"title"`    // {heading}, {site}
	OnPaper    string          `yaml:"on_paper"` // {address}
	Months     []string        `yaml:"months"`
	Date       string          `yaml:"date"` // {day}, {month}, {year}
	And        string          `yaml:"and"`
	Words      markdown.Labels `yaml:"words"`
	Footer     struct {
		Label     string `yaml:"label"`
		Articles  string `yaml:"articles"`
		Codes     string `yaml:"codes"`
		Contact   string `yaml:"contact"`
		Statement string `yaml:"statement"`
	} `yaml:"footer"`
	Search struct {
		Title         string `yaml:"title"`
		Description   string `yaml:"description"`
		Label         string `yaml:"label"`
		Button        string `yaml:"button"`
		Hint          string `yaml:"hint"`
		HintCode      string `yaml:"hint_code"` // {code}
		Suggested     string `yaml:"suggested"`
		Topic         string `yaml:"topic"`
		Topics        string `yaml:"topics"`
		WithoutScript string `yaml:"without_script"`
	} `yaml:"search"`
	Landing struct {
		Title        string `yaml:"title"`
		Common       string `yaml:"common"`
		AllCodes     string `yaml:"all_codes"`
		Collections  string `yaml:"collections"`
		Articles     string `yaml:"articles"`
		OneArticle   string `yaml:"one_article"`
		ManyArticles string `yaml:"many_articles"` // {count}
	} `yaml:"landing"`
	Collection struct {
		Description string `yaml:"description"` // {title}
		Articles    string `yaml:"articles"`
		Collections string `yaml:"collections"`
		Empty       string `yaml:"empty"`
	} `yaml:"collection"`
	Booklet struct {
		Print    string `yaml:"print"` // {count}
		Contents string `yaml:"contents"`
		Button   string `yaml:"button"`
	} `yaml:"booklet"`
	Article struct {
		Authors  string `yaml:"authors"` // {authors}
		Updated  string `yaml:"updated"`
		Reviewed string `yaml:"reviewed"`
		Internal string `yaml:"internal"`
		More     string `yaml:"more"` // {collection}
		Words    string `yaml:"words"`
		Related  string `yaml:"related"`
		Previous string `yaml:"previous"`
		Next     string `yaml:"next"`
		Sources  string `yaml:"sources"`
	} `yaml:"article"`
	Feedback struct {
		Question    string `yaml:"question"`
		Answer      string `yaml:"answer"`
		Deny        string `yaml:"deny"`
		Subject     string `yaml:"subject"` // {answer}, {title}
		Comment     string `yaml:"comment"`
		CommentHint string `yaml:"comment_hint"`
		Next        string `yaml:"next"`
		Send        string `yaml:"send"`
		Thanks      string `yaml:"thanks"`
		Failed      string `yaml:"failed"`
		ByEmail     string `yaml:"by_email"`
	} `yaml:"feedback"`
	Contact struct {
		Title       string   `yaml:"title"`
		Email       string   `yaml:"email"` // {email}
		Phone       string   `yaml:"phone"` // {phone}
		Page        string   `yaml:"page"`
		Subject     string   `yaml:"subject"` // {title}
		Description string   `yaml:"description"`
		Ways        string   `yaml:"ways"`
		Before      string   `yaml:"before"`
		Send        []string `yaml:"send"`
		Never       string   `yaml:"never"`
		Stuck       string   `yaml:"stuck"` // {code}
	} `yaml:"contact"`
	Codes struct {
		Title       string `yaml:"title"`
		Description string `yaml:"description"`
		Code        string `yaml:"code"`
		Meaning     string `yaml:"meaning"`
		Filter      string `yaml:"filter"`
		Empty       string `yaml:"empty"`
		Short       string `yaml:"short"`   // {code}, {title}
		Whole       string `yaml:"whole"`   // {title}
		Retired     string `yaml:"retired"` // {code}
	} `yaml:"codes"`
	Facts struct {
		Who      string `yaml:"who"`
		Time     string `yaml:"time"`
		Needs    string `yaml:"needs"`
		Severity string `yaml:"severity"`
		Blocking string `yaml:"blocking"`
		Degraded string `yaml:"degraded"`
		Advice   string `yaml:"advice"`
	} `yaml:"facts"`
	All struct {
		Title       string `yaml:"title"`
		Description string `yaml:"description"`
		Other       string `yaml:"other"`
	} `yaml:"all"`
	Moved struct {
		Title     string `yaml:"title"`
		Page      string `yaml:"page"`
		Section   string `yaml:"section"`
		GoneTitle string `yaml:"gone_title"`
		Gone      string `yaml:"gone"`
		Expired   string `yaml:"expired"` // {date}
	} `yaml:"moved"`
	Missing struct {
		Title       string `yaml:"title"`
		Description string `yaml:"description"`
		Advice      string `yaml:"advice"`
		Nearest     string `yaml:"nearest"`
		Home        string `yaml:"home"`
	} `yaml:"missing"`
	Script struct {
		OneResult    string `yaml:"one_result"`    // {query}
		Results      string `yaml:"results"`       // {count}, {query}
		FirstResults string `yaml:"first_results"` // {count}, {query}
		NoResults    string `yaml:"no_results"`    // {query}
		FoundIn      string `yaml:"found_in"`      // {found}, {topic}
		Advice       string `yaml:"advice"`
		Loading      string `yaml:"loading"`
		All          string `yaml:"all"`
		Answer       string `yaml:"answer"`
		Who          string `yaml:"who"`        // {who}
		FirstStep    string `yaml:"first_step"` // {step}
		AllSteps     string `yaml:"all_steps"`  // {count}
		Others       string `yaml:"others"`
		Recent       string `yaml:"recent"`
		Clear        string `yaml:"clear"`
		Unavailable  string `yaml:"unavailable"`
		Copy         string `yaml:"copy"`
		CopyTo       string `yaml:"copy_to"` // {heading}
		Copied       string `yaml:"copied"`
		CopyByHand   string `yaml:"copy_by_hand"`
		About        string `yaml:"about"` // {error}
		Tried        string `yaml:"tried"`
		MailPage     string `yaml:"mail_page"`
		MailCode     string `yaml:"mail_code"`
		MailSeen     string `yaml:"mail_seen"`
		MailTried    string `yaml:"mail_tried"`
		MailReport   string `yaml:"mail_report"`
		CopyText     string `yaml:"copy_text"`
		TextCopied   string `yaml:"text_copied"`
		CopyCode     string `yaml:"copy_code"`
		CodeCopied   string `yaml:"code_copied"`
		CodeByHand   string `yaml:"copy_code_by_hand"`
		Close        string `yaml:"close"`
		FullSize     string `yaml:"full_size"`
		Shown        string `yaml:"shown"` // {count}, {total}
	} `yaml:"script"`
}

// authors returns the line that names an article's authors.
func (t *themeStrings) authors(names []string) string {
	n := len(names)
	if n == 0 {
		return ""
	}

	list := names[n-1]
	if n > 1 {
		list = strings.Join(names[:n-1], ", ") + " " + t.And + " " + list
	}

	return fill(t.Article.Authors, "authors", list)
}

// date is a date for programs and for readers.
type date struct {
	Machine string // "2026-11-22"
	Reader  string // "22 November 2026"
}

// date returns a date, or nil for the zero time.
func (t *themeStrings) date(day time.Time) *date {
	if day.IsZero() {
		return nil
	}

	return &date{
		Machine: day.Format(time.DateOnly),
		Reader: fill(t.Date,
			"day", strconv.Itoa(day.Day()),
			"month", t.Months[day.Month()-1],
			"year", strconv.Itoa(day.Year())),
	}
}

// expired returns the sentence that states when an article expired, or nothing for the zero time.
func (t *themeStrings) expired(day time.Time) string {
	if day.IsZero() {
		return ""
	}

	return fill(t.Moved.Expired, "date", t.date(day).Reader)
}

// fill replaces the placeholders of a string: fill("{count} articles", "count", "6"). Unknown ones stay unchanged.
func fill(format string, namesAndValues ...string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(format, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}

		name, after, closed := strings.Cut(rest, "}")
		value, known := valueOf(name, namesAndValues)

		if closed && known {
			b.WriteString(value)
			format = after
		} else {
			b.WriteByte('{')
			format = rest
		}
	}
}

func valueOf(name string, namesAndValues []string) (value string, ok bool) {
	for i := 0; i < len(namesAndValues); i += 2 {
		if namesAndValues[i] == name {
			return namesAndValues[i+1], true
		}
	}

	return "", false
}
