module github.com/deutschland-stack/bausteine/internal/crosscheck

go 1.26.0

replace github.com/deutschland-stack/bausteine => ../..
