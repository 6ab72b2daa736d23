package main

import (
	"errors"
	"fmt"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// codeError is an error with the exit code it means; an empty text was said already.
type codeError struct {
	code verdict.ExitCode
	err  error
}

func (e *codeError) Error() string { return e.err.Error() }
func (e *codeError) Unwrap() error { return e.err }

// usagef is an error of the command line or of a file that it names: exit 2.
func usagef(format string, args ...any) error {
	return &codeError{verdict.ExitUsage, fmt.Errorf(format, args...)}
}

// errJudged says that the verdict was printed: only its code is left to return.
var errJudged = errors.New("judged")

// exit says what went wrong, where nobody has yet, and decides the exit code.
func (a *app) exit(err error) verdict.ExitCode {
	if err == nil {
		return verdict.ExitPass
	}
	if !errors.Is(err, errJudged) {
		fmt.Fprintf(a.stderr, "%v\n", err)
	}
	if coded, ok := errors.AsType[*codeError](err); ok {
		return coded.code
	}
	if _, ok := errors.AsType[*script.BuildError](err); ok {
		return verdict.ExitScript
	}
	return verdict.ExitUsage // a file of the user's, or a place that cannot be written
}
