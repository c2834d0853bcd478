@echo off
rem Builds what is missing or stale, then starts the tool: examples\run --help
setlocal
for %%I in ("%~dp0..") do set "root=%%~fI"

rem The benchmarks are a module of their own, which takes JMH along.
set "module=examples"
set "arguments=%*"
if "%~1"=="bench" set "module=examples\benchmarks"
if "%~1"=="bench" set "arguments=%arguments:*bench=%"
set "launch=%root%\%module%\target\java.args"
set "built=%root%\%module%\target\built"

powershell -NoProfile -Command "$built = Get-Item -ErrorAction SilentlyContinue $env:built; if (-not $built -or -not (Test-Path $env:launch)) { exit 1 }; $sources = @(Get-Item $env:root\pom.xml, $env:root\*\pom.xml, $env:root\$env:module\pom.xml) + @(Get-ChildItem -Recurse $env:root\*\src\main, $env:root\$env:module\src\main); if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 call :build || exit /b 1

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
chcp 65001 >nul
"%java%" "@%launch%" %arguments%
exit /b %errorlevel%

:build
if not exist "%built%" echo Building; the first time downloads the frameworks, about 400 MB. 1>&2
if not exist "%root%\%module%\target" mkdir "%root%\%module%\target"
type nul > "%built%.begun"
pushd "%root%"
call mvnw.cmd -B -ntp -q -pl %module:\=/% -am process-classes -Dspotless.check.skip 1>&2 || (popd & exit /b 1)
popd
move /y "%built%.begun" "%built%" >nul
exit /b 0
