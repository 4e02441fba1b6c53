-- Fills ::: {#sources} with what each kind of data is, and a table that says where each number comes from; links the
-- numbers to its rows, and the rows back to the places of the text that print the number.

local context = pandoc.json.decode(io.open("context.json"):read("a"), false)  -- plain tables
local heads = { "Claim", "Number", "Of whom, and how", "Notebook", "Data" }
local widths = { 0.23, 0.12, 0.29, 0.16, 0.20 }

local function cell(text)
  return { pandoc.Plain(text) }
end

local places = {}  -- of each claim: the numbers of its places in the text
for n, claim in ipairs(context.claims) do
  places[claim.id] = places[claim.id] or pandoc.List({})
  places[claim.id]:insert(n)
end

-- Quotation marks as pandoc makes them of those in prose.
local function curly(text)
  text = text:gsub("(%w)'", "%1\u{2019}"):gsub('^"', "\u{201c}"):gsub('([%s(])"', "%1\u{201c}")
  return (text:gsub('"', "\u{201d}"))
end

-- The number leads back to its first place in the text, small figures lead to the others.
local function back(source, number)
  local links = pandoc.Inlines({})
  for position, n in ipairs(places[source.id] or {}) do
    if position > 1 then links:insert(pandoc.Space()) end
    local text = position == 1 and pandoc.Inlines(number) or { pandoc.Superscript(tostring(position)) }
    links:insert(pandoc.Link(text, "#at-" .. n))
  end
  return #links > 0 and links or number
end

local function linked_to(text, address)
  return address and address ~= "" and pandoc.Link(text, address) or pandoc.Str(text)
end

local function data(source)
  local told = pandoc.Inlines(source.data)
  for position, name in ipairs(source.files or {}) do
    told:extend({ pandoc.Str(position == 1 and ":" or ","), pandoc.Space() })
    told:insert(pandoc.Link(name:match("[^/]+$"), "../" .. name))
  end
  return told
end

-- A claim that is a sentence stands where there is room for it.
local SHORT = 40

local function row(source)
  local number, how = curly(source.number), curly(source.how)
  if utf8.len(number) > SHORT then
    number, how = "in words", how == "" and number or number:gsub("%.$", "") .. "; " .. how
  end
  local id = pandoc.Span(source.id, pandoc.Attr("claim-" .. source.id, { "id" }))
  local where = linked_to((source.where:gsub("cell (%d)", "cell\u{a0}%1")), source.notebook)
  return { cell(id), cell(back(source, number)), cell(how), cell(where), cell(data(source)) }
end

-- Whether another of the sources begins with all that this one says.
local function said(source, others)
  for _, other in ipairs(others) do
    if other:sub(1, #source + 2) == source .. "; " then return true end
  end
  return false
end

-- One line for each kind of data that names its sources: the table says only which kind a number is of.
local function kinds()
  local order, named, seen = pandoc.List({}), {}, {}
  for _, source in ipairs(context.sources) do
    local key = source.data .. "\n" .. source.source
    if source.source ~= "" and not seen[key] then
      seen[key] = true
      if not named[source.data] then order:insert(source.data) end
      named[source.data] = named[source.data] or pandoc.List({})
      named[source.data]:insert(source.source)
    end
  end
  return order:map(function(kind)
    local told = named[kind]:filter(function(source) return not said(source, named[kind]) end)
    return cell({ pandoc.Emph(kind), pandoc.Str(": "), pandoc.Str(table.concat(told, "; also ") .. ".") })
  end)
end

local function sources(div)
  if div.identifier ~= "sources" then return nil end
  local aligns = { "AlignLeft", "AlignLeft", "AlignLeft", "AlignLeft", "AlignLeft" }
  local listed = pandoc.SimpleTable({}, aligns, widths, pandoc.List(heads):map(cell), pandoc.List(context.sources):map(row))
  local told, content = kinds(), pandoc.Blocks({})
  if #told > 0 then
    content:insert(pandoc.Para("Where the numbers of each kind of data come from:"))
    content:insert(pandoc.BulletList(told))
  end
  content:insert(pandoc.Para("Each number leads back to its place in the text, and small figures beside it to its other places."))
  content:insert(pandoc.utils.from_simple_table(listed))
  div.content = content
  return div
end

local function linked(document)
  local asked = false
  document:walk({ Div = function(div) asked = asked or div.identifier == "sources" end })
  if not asked then return document end
  return document:walk({
    Span = function(span)  -- before the table is there, which is longer than the article
      if span.classes:includes("claim") then span.attributes.source = span.attributes.title:match("^[^;]+") end
      return span
    end,
    Div = sources,
  })
end

return { { Pandoc = linked } }
