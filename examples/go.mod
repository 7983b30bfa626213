module github.com/deutschland-stack/bausteine/examples

go 1.26.0

replace github.com/deutschland-stack/bausteine => ..
