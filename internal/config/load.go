package config

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"

	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// Name is the default path of the settings.
const Name = "config.yaml"

// Load reads the settings in a file. Variables of the environment, given as "name=value", override them:
// SIGNPOST_BASE_URL sets base_url. If there are problems, the settings contain what could be read.
//
// A file that does not exist is an error, unless it is the default one.
func Load(file string, environ []string) (*Config, []problem.Problem, error) {
	src, err := regular.ReadFile(file)
	if file == Name && errors.Is(err, fs.ErrNotExist) {
		src, err = []byte("title: Help centre\n"), nil
	}

	if err != nil {
		return nil, nil, err
	}

	return parse(file, src, environ)
}

func parse(file string, src []byte, environ []string) (*Config, []problem.Problem, error) {
	c := &Config{
		Language:   "en-GB",
		Theme:      DefaultTheme,
		ReadingAge: 14,
	}

	if errs := strictyaml.Decode(src, 1, c); errs != nil {
		return c, rules.FromYAML(file, errs), nil
	}

	if err := c.override(environ); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}

	return c, validate(file, src, c), nil
}

// override sets the settings that the environment contains. Viper converts their values.
func (c *Config) override(environ []string) error {
	values := map[string]string{}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if setting, ok := strings.CutPrefix(name, "SIGNPOST_"); ok && value != "" {
			values[setting] = value
		}
	}

	if len(values) == 0 {
		return nil
	}

	v := viper.New()
	for _, key := range keys("", reflect.TypeFor[Config]()) {
		variable := strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		if value, ok := values[variable]; ok {
			v.Set(key, value)
		}
	}

	return v.UnmarshalExact(c, func(d *mapstructure.DecoderConfig) { d.TagName = "yaml" })
}

// keys returns the keys that the environment can set: all except maps.
func keys(prefix string, t reflect.Type) []string {
	var list []string
	for i := range t.NumField() {
		field := t.Field(i)
		key := prefix + field.Tag.Get("yaml")
		switch field.Type.Kind() {
		case reflect.Struct:
			list = append(list, keys(key+".", field.Type)...)
		case reflect.Map:
		default:
			list = append(list, key)
		}
	}

	return list
}
