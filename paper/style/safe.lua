-- Lets nothing into the documents that runs or reads something: no raw HTML, TeX or Typst, no attribute that a browser
-- or Typst would act on, no link but to the web, to mail or within, no picture but of figures/, and at the head only
-- what the documents use.  It runs twice: on the article, and again on what citations and references have added.

local context = pandoc.json.decode(io.open("context.json"):read("a"), false)  -- plain tables

local function set(names)
  local found = {}
  for name in names:gmatch("%S+") do found[name] = true end
  return found
end

local attributes = set("n source title lang dir width height custom-style entry-spacing line-spacing")
local schemes = set("http https mailto")
local keys = "title subtitle author date lang abstract abstract-title keywords description subject notice link-citations "
  .. "nocite references reference-section-title toc-title in-place tall-tables line-numbers genre journal"
local known, formatted = set(keys), set("title subtitle abstract notice references nocite")
local place = "the article"

local function refuse(found, instead)
  error(place .. " holds " .. found .. "; " .. instead, 0)
end

local function start(text)
  local short = text:gsub("%s+", " ")
  return '"' .. (utf8.len(short) and utf8.len(short) > 40 and short:sub(1, utf8.offset(short, 41) - 1) .. "..." or short) .. '"'
end

local function raw(element)
  local tex = element.format:match("tex$")
  local instead = tex and "a backslash is written twice, and formulas stand between dollar signs"
    or "write it in Markdown, the only thing that reaches every document"
  refuse("raw " .. element.format .. " " .. start(element.text), instead)
end

local function named(name)
  if name:find("[%c%s<>\"'`\\%[%]{}()#]") then
    refuse("the name " .. start(name), "a name is made of letters, digits, hyphens, dots and underscores")
  end
end

local function attributed(element)
  named(element.identifier)
  for _, class in ipairs(element.classes) do named(class) end
  for name in pairs(element.attributes) do
    if not attributes[name] then refuse("the attribute " .. start(name), "style/ gives the documents their looks") end
  end
end

local function link(element)
  attributed(element)
  local target = element.target:gsub("[%s%c]", "")
  local scheme = target:match("^([^/?#]-):")
  if target:find("^\\") or scheme and not schemes[scheme:lower()] then
    refuse("a link to " .. start(element.target), "links lead to https:, http:, mailto: or #a-name")
  end
end

local function image(element)
  attributed(element)
  if not context.figures[element.src] then
    error('"' .. element.src .. '" is no figure; name one of figures/ without folder and ending', 0)
  end
end

-- Words without any formatting, as some of the head is printed where formatting would end an attribute or a text.
local function plain(value)
  local kind = pandoc.utils.type(value)
  if kind == "List" or kind == "table" then
    local made = kind == "List" and pandoc.List({}) or {}
    for key, part in pairs(value) do made[key] = plain(part) end
    return made
  elseif kind == "boolean" then
    return value
  end
  local words = pandoc.Inlines({})
  for word in pandoc.utils.stringify(value):gmatch("%S+") do
    if #words > 0 then words:insert(pandoc.Space()) end
    words:insert(pandoc.Str(word))
  end
  return words
end

local function head(meta)
  if meta["checked-already"] then
    place = "references.bib, or what is cited from it,"
    meta["checked-already"] = nil
    return meta
  end
  local bibliography = meta.bibliography  -- the command line puts it here
  for _, name in ipairs(pandoc.utils.type(bibliography) == "List" and bibliography or { bibliography }) do
    local given = pandoc.utils.stringify(name)
    if given ~= "references.bib" then refuse("the bibliography " .. start(given), "it is references.bib alone") end
  end
  meta.bibliography = nil
  for key, value in pairs(meta) do
    if not known[key] then refuse("the key " .. start(key) .. " at its head", "it may hold " .. keys:gsub(" ", ", ")) end
    if not formatted[key] then meta[key] = plain(value) end
  end
  meta.bibliography, meta.csl, meta["checked-already"] = bibliography, "style/emerald.csl", true
  return meta
end

return {
  { Meta = head },
  {
    RawInline = raw,
    RawBlock = raw,
    Link = link,
    Image = image,
    Span = attributed,
    Div = attributed,
    Code = attributed,
    CodeBlock = attributed,
    Header = attributed,
    Table = attributed,
    Figure = attributed,
  },
}
