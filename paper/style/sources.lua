-- Fills ::: {#sources} with what each kind of data is, and a table that says where each number comes from; links the
-- numbers to its rows.

local context = pandoc.json.decode(io.open("context.json"):read("a"))
local heads = { "Claim", "Number", "Of whom, and how", "Notebook", "Data" }
local widths = { 0.27, 0.14, 0.26, 0.21, 0.12 }

local function cell(text)
  return { pandoc.Plain(text) }
end

local function row(source)
  -- an id may break after its dots and hyphens, where no space is
  local id = pandoc.Span(source.id:gsub("[.-]", "%0\u{200b}"), pandoc.Attr("claim-" .. source.id))
  return { cell(id), cell(source.number), cell(source.how), cell(source.where), cell(source.data) }
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
    return cell({ pandoc.Emph(kind), pandoc.Str(": "), pandoc.Str(table.concat(named[kind], "; also ") .. ".") })
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
  content:insert(pandoc.utils.from_simple_table(listed))
  div.content = content
  return div
end

local function linked(document)
  local filled = false
  document = document:walk({ Div = function(div)
    local found = sources(div)
    filled = filled or found ~= nil
    return found
  end })
  if not filled then return document end
  return document:walk({ Span = function(span)
    if span.classes:includes("claim") then span.attributes.source = span.attributes.title:match("^[^;]+") end
    return span
  end })
end

return { { Pandoc = linked } }
