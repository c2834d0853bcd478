@echo off
rem Builds what is missing or stale, then starts the tool: examples\run --help
setlocal
for %%I in ("%~dp0..") do set "root=%%~fI"
set "launch=%root%\examples\target\java.args"
set "built=%root%\examples\target\built"

powershell -NoProfile -Command "$built = Get-Item -ErrorAction SilentlyContinue $env:built; if (-not $built -or -not (Test-Path $env:launch)) { exit 1 }; $sources = @(Get-Item $env:root\pom.xml, $env:root\*\pom.xml) + @(Get-ChildItem -Recurse $env:root\*\src\main); if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 call :build || exit /b 1

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
chcp 65001 >nul
"%java%" "@%launch%" %*
exit /b %errorlevel%

:build
if not exist "%built%" echo Building; the first time downloads the frameworks, about 400 MB. 1>&2
if not exist "%root%\examples\target" mkdir "%root%\examples\target"
type nul > "%built%.begun"
pushd "%root%"
call mvnw.cmd -B -ntp -q -pl examples -am process-classes -Dspotless.check.skip 1>&2 || (popd & exit /b 1)
popd
move /y "%built%.begun" "%built%" >nul
exit /b 0
